/** How someone who uses Zalo is let in: to be passed on as it is. The code stands alone on its line, to be copied. */
export function zaloInvite(fullName: string, code: string, botName: string | null): string {
  const bot = botName === null ? "chatbot Học Vụ trên Zalo" : `chatbot “${botName}” trên Zalo`;
  return [
    `Mời Anh/Chị ${fullName} tham gia Học Vụ: mỗi ngày một bài học ba phút.`,
    `Anh/Chị mở ${bot} và gửi mã này:`,
    code,
    "Mã này của riêng Anh/Chị và chỉ dùng được một lần.",
  ].join("\n");
}
