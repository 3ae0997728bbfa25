import type { Brand } from "./brand.ts";

/** Row ids are positive integers below 2^53, minted by PostgreSQL. */
export type LearnerId = Brand<number, "LearnerId">;
export type UnitId = Brand<number, "UnitId">;
export type CohortId = Brand<number, "CohortId">;
export type EnrolmentId = Brand<number, "EnrolmentId">;
export type ChatId = Brand<number, "ChatId">;
export type DeliveryId = Brand<number, "DeliveryId">;
export type AttemptId = Brand<number, "AttemptId">;
export type ExerciseId = Brand<number, "ExerciseId">;
export type InboxId = Brand<number, "InboxId">;
export type LessonVersionId = Brand<number, "LessonVersionId">;
export type AnnouncementId = Brand<number, "AnnouncementId">;
export type CorrectionId = Brand<number, "CorrectionId">;
export type ProcessId = Brand<number, "ProcessId">;
export type FileId = Brand<number, "FileId">;
export type ExportId = Brand<number, "ExportId">;

/** Ids an author writes: lower-case ASCII letters, digits and hyphens, at most 64 long. */
export type CourseId = Brand<string, "CourseId">;
export type ModuleId = Brand<string, "ModuleId">;
export type LessonId = Brand<string, "LessonId">;

/** Names a picture by what it looks like, in hex: another drawing is another picture. */
export type PictureHash = Brand<string, "PictureHash">;

/**
 * One bot of one platform: "telegram:123456", "zalo:918273645", "webchat:demo". The number is the part of the
 * token before the colon, so it survives a token that was reset. Chat ids of one bot mean nothing to another.
 */
export type BotKey = Brand<string, "BotKey">;
