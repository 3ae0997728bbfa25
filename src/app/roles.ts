export type Role = "bot" | "worker" | "scheduler" | "web";

/** What `up` is: everything in one process. */
export const allRoles: readonly Role[] = ["bot", "worker", "scheduler", "web"];
