/** The little unit that the demo plays with. None of these people exist. */
export const demoWords = {
  cohort: "Lớp dùng thử",
  unit: "Hội đồng nhân dân xã Thử Nghiệm",
  office: "Văn phòng",
  committee: "Ban Kinh tế - Xã hội",
  learner: { fullName: "Nguyễn Thị Lan", title: "Đại biểu Hội đồng nhân dân xã" },
  supervisor: { fullName: "Trần Văn Minh", title: "Chánh Văn phòng" },
  colleagues: ["Lê Hoàng Nam", "Phạm Thu Hà", "Đỗ Quốc Việt", "Vũ Thị Mai"],
} as const;
