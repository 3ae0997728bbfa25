/** A plain page: a heading, and paragraphs that may end in a link. */
export interface PageWords {
  readonly title: string;
  readonly paragraphs: readonly {
    readonly text: string;
    readonly link?: { readonly href: string; readonly text: string };
  }[];
}

const home = { text: "", link: { href: "/", text: "Về trang đầu" } };

/** What the pages beside the chat say. */
export const pageWords = {
  product: "Học Vụ",
  /** Where to go from the front door. */
  front: (demo: boolean): PageWords => ({
    title: "Học Vụ",
    paragraphs: [
      { text: "Mỗi ngày một bài học 3 phút và vài câu hỏi, ngay trong Zalo và Telegram." },
      ...(demo
        ? [
            {
              text: "Bản dùng thử: hai chiếc điện thoại, một của học viên, một của người phụ trách, và một chiếc đồng hồ tua được.",
              link: { href: "/chat", text: "Mở trò chuyện thử" },
            },
          ]
        : [{ text: "Bài học đến trong ứng dụng trò chuyện của Anh/Chị; trang này không có gì phải cài." }]),
      { text: "Dành cho người phụ trách:", link: { href: "/dashboard", text: "Bảng theo dõi" } },
      { text: "Cách viết bài, mở lớp và vận hành nằm trong tệp README.md đi cùng chương trình." },
    ],
  }),
  notFound: {
    title: "Không có trang này",
    paragraphs: [{ text: "Địa chỉ có thể đã gõ nhầm, hoặc liên kết đã hết hạn." }, home],
  },
  badRequest: {
    title: "Yêu cầu chưa đúng",
    paragraphs: [{ text: "Học Vụ không đọc được yêu cầu này." }, home],
  },
  failed: {
    title: "Học Vụ đang gặp trục trặc",
    paragraphs: [{ text: "Mong Anh/Chị thông cảm và thử lại sau ít phút." }, home],
  },
} satisfies Record<string, string | PageWords | ((demo: boolean) => PageWords)>;
