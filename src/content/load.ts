import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, resolve, sep } from "node:path";
import { type Catalogue, type Course, type Lesson, type Module, type Path, pathCourseId } from "#domain/course.ts";
import type { CourseId, LessonId, ModuleId, PictureHash } from "#domain/ids.ts";
import { type CourseFile, readCourseFile } from "./course-file.ts";
import { slugPattern } from "./fields.ts";
import { readLesson } from "./lesson.ts";
import { readPaths } from "./paths.ts";
import { type PictureFile, pictureFiles, readPicture } from "./picture/read.ts";
import { errorCode, readPlainFile } from "./plain-file.ts";
import { type ContentProblem, type Notes, notesOn, type ProblemLists, sorted } from "./problem.ts";
import { type NamedRetiring, namedRetiring, noteReplacement } from "./retiring.ts";

/** A sound lesson with the file it was read from. */
export interface LessonFile {
  /** As in the problems: "lessons/hoc-vu-so/04-an-toan/01-bon-nut-bam.md". */
  readonly file: string;
  readonly text: string;
  readonly lesson: Lesson;
}

/** What editors write down once for all lessons; it may be missing. */
export const editingFile = "editing.yaml";

export interface LoadedCatalogue {
  /** Only what has no fault: with any error it is incomplete and must not be published. */
  readonly catalogue: Catalogue;
  /** The lessons' files, by course and in its folders' order. */
  readonly files: ReadonlyMap<CourseId, readonly LessonFile[]>;
  /** Where each course names a lesson that has a last day. */
  readonly retiring: ReadonlyMap<CourseId, readonly NamedRetiring[]>;
  /** The drawings of the modules' pictures. */
  readonly drawings: ReadonlyMap<PictureHash, string>;
  readonly errors: readonly ContentProblem[];
  readonly warnings: readonly ContentProblem[];
}

/** Its place in the module and a slug. */
export const lessonName = /^\d{2}-[a-z0-9][a-z0-9-]*\.md$/;

/** One run over a lessons folder. */
interface Walk {
  /** The folder's real path: no link may lead out of it. */
  readonly root: string;
  /** Its name, with which the files of problems begin. */
  readonly name: string;
  readonly lists: ProblemLists;
  /** Where each lesson id stands. */
  readonly ids: Map<LessonId, string>;
  readonly files: Map<CourseId, LessonFile[]>;
  readonly retiring: Map<CourseId, readonly NamedRetiring[]>;
  readonly drawings: Map<PictureHash, string>;
}

/** What a module's folder holds. */
interface ModuleFolder extends Pick<Module, "lessons" | "picture"> {
  /** Something of a picture is there, sound or not. */
  readonly pictured: boolean;
}

/**
 * Reads `<dir>/<course>/course.yaml` and `<dir>/<course>/<module>/<nn-slug>.md`, courses by folder name. All faults of
 * all files come back together, sorted; the folder itself missing is one of them. Never writes, never follows a link
 * out of `dir`.
 */
export async function loadCatalogue(dir: string): Promise<LoadedCatalogue> {
  const lists: ProblemLists = { errors: [], warnings: [] };
  const name = basename(resolve(dir));
  const notes = notesOn(name, lists);
  const courses: Course[] = [];
  const files = new Map<CourseId, LessonFile[]>();
  const retiring = new Map<CourseId, readonly NamedRetiring[]>();
  const drawings = new Map<PictureHash, string>();
  try {
    const walk: Walk = { root: await realpath(dir), name, lists, ids: new Map(), files, retiring, drawings };
    const isFile = (await stat(walk.root)).isFile();
    const entries = isFile
      ? []
      : (await list(walk, "")).filter((entry) => !["README.md", editingFile].includes(entry.name));
    const deep = isFile ? "file" : await tooDeep(walk, entries);
    if (deep !== null) notes.error(1, "folder-too-deep", deep);
    else if (entries.length === 0) notes.error(1, "no-course");
    for (const entry of deep === null ? entries : []) {
      const course = await readCourse(walk, entry);
      if (course !== null) courses.push(course);
    }
    notePathNames(walk, courses);
  } catch (cause) {
    notes.error(1, "folder-unreadable", errorCode(cause));
  }
  const sound = { catalogue: { courses }, files, retiring, drawings };
  return { ...sound, errors: sorted(lists.errors), warnings: sorted(lists.warnings) };
}

/** A path is taught as a course of its own name, which no folder may have. */
function notePathNames(walk: Walk, courses: readonly Course[]): void {
  for (const { id, paths } of courses) {
    const taken = paths.find((path) => courses.some((other) => other.id === pathCourseId(id, path.id)));
    if (taken === undefined) continue;
    const folder = pathCourseId(id, taken.id);
    notesAt(walk, folder).error(1, "folder-named-as-path", taken.id, id);
  }
}

interface Entry {
  readonly name: string;
  /** From the lessons folder, with "/". */
  readonly path: string;
  readonly folder: boolean;
}

/** What a system or an office program leaves beside files: hidden entries, locks, previews. */
const unwritten = /^(?:\.|~\$)|^(?:Thumbs\.db|desktop\.ini)$/i;

/** What a folder holds, by name, without what nobody wrote. A link that leads nowhere or out is no folder. */
async function list(walk: Walk, path: string): Promise<Entry[]> {
  const names = (await readdir(join(walk.root, path))).filter((name) => !unwritten.test(name)).sort();
  const inside = (name: string) => (path === "" ? name : `${path}/${name}`);
  return Promise.all(
    names.map(async (name) => ({ name, path: inside(name), folder: await isFolder(walk, inside(name)) })),
  );
}

async function isFolder({ root }: Walk, path: string): Promise<boolean> {
  try {
    const real = await realpath(join(root, path));
    return real.startsWith(root + sep) && (await stat(real)).isDirectory();
  } catch {
    return false; // reading it as a file will say what is wrong
  }
}

/** Whether it is one course or one module that stands here, where the folder of all courses should: its author named it. */
async function tooDeep(walk: Walk, entries: readonly Entry[]): Promise<"course" | "module" | null> {
  const folders = await Promise.all(entries.filter(({ folder }) => folder).map(({ path }) => list(walk, path)));
  if (folders.some((inside) => inside.some(isCourseFile))) return null;
  if (entries.some((entry) => !entry.folder && isCourseFile(entry))) return "course";
  return folders.length === 0 && entries.some(({ name }) => lessonName.test(name)) ? "module" : null;
}

/** "course.yaml.txt", "course.yml", "Course.YAML". */
const isCourseFile = ({ name }: Entry): boolean => /^course\.ya?ml/i.test(name);

const notesAt = ({ name, lists }: Walk, path: string): Notes => notesOn(`${name}/${path}`, lists);

async function readCourse(walk: Walk, { name, path, folder }: Entry): Promise<Course | null> {
  const notes = notesAt(walk, path);
  if (!folder) {
    notes.error(1, "not-a-course");
    return null;
  }
  if (!slugPattern.test(name)) notes.error(1, "course-folder-name", name);
  const entries = await list(walk, path);
  const fileNotes = notesAt(walk, `${path}/course.yaml`);
  const misnamed = !entries.some((entry) => entry.name === "course.yaml") && entries.some(isCourseFile);
  const text = misnamed ? null : await readPlainFile(join(walk.root, path, "course.yaml"), walk.root, fileNotes);
  const file = text === null ? null : readCourseFile(text, fileNotes);
  const modules = new Map<string, ModuleFolder>();
  for (const entry of entries) {
    if (entry.folder) modules.set(entry.name, await readModule(walk, entry, name as CourseId));
    else if (!["course.yaml", "README.md"].includes(entry.name)) {
      notesAt(walk, entry.path).error(1, misnamed && isCourseFile(entry) ? "course-file-name" : "stray-in-course");
    }
  }
  if (file === null) return null;
  noteFolders(walk, path, file, modules, fileNotes);
  noteUnpictured(path, file, modules, fileNotes);
  const lessons = [...modules.values()].flatMap(lessonsOf);
  noteSmallBank(walk, file, lessons, fileNotes);
  const taught = file.modules.flatMap(({ id }) => lessonsOf(modules.get(id))).map(({ id }) => id);
  const known = new Set([...walk.ids].filter(([, at]) => at.startsWith(`${walk.name}/${path}/`)).map(([id]) => id));
  const paths = readPaths(file, taught, known, fileNotes);
  for (const lesson of walk.files.get(name as CourseId) ?? [])
    noteReplacement(lesson, known, notesOn(lesson.file, walk.lists));
  walk.retiring.set(name as CourseId, namedRetiring(file, lessons));
  return notes.failed() || fileNotes.failed() ? null : assemble(name as CourseId, file, paths, modules);
}

function noteFolders(
  walk: Walk,
  path: string,
  file: CourseFile,
  modules: ReadonlyMap<string, unknown>,
  notes: Notes,
): void {
  for (const { id, line } of file.modules) {
    if (!modules.has(id)) notes.error(line, "module-without-folder", id, `${walk.name}/${path}/${id}`);
  }
  for (const folder of modules.keys()) {
    if (file.modules.some(({ id }) => id === folder)) continue;
    notesAt(walk, `${path}/${folder}`).error(1, "folder-not-listed", folder);
  }
}

const lessonsOf = (folder: ModuleFolder | undefined): readonly Lesson[] => folder?.lessons ?? [];

/** A course that claims to be complete has a picture for each module. */
function noteUnpictured(
  path: string,
  { complete, modules }: CourseFile,
  folders: ReadonlyMap<string, ModuleFolder>,
  notes: Notes,
): void {
  if (!complete) return;
  for (const { id, line } of modules) {
    if (folders.get(id)?.pictured !== false) continue;
    notes.warn(line, "module-without-picture", id, `${path}/${id}`);
  }
}

/** Of the smallest bank only: the others follow once it is mended. What is retired is not mended. */
function noteSmallBank(walk: Walk, file: CourseFile, lessons: readonly Lesson[], notes: Notes): void {
  const staying = lessons.filter(({ retired }) => retired === undefined);
  const [smallest] = staying.sort((a, b) => a.questions.length - b.questions.length);
  if (smallest === undefined || smallest.questions.length >= file.questionsPerLesson) return;
  const where = walk.ids.get(smallest.id)!;
  notes.error(file.questionsLine, "more-asked-than-banked", file.questionsPerLesson, where, smallest.questions.length);
}

function assemble(
  id: CourseId,
  file: CourseFile,
  paths: readonly Path[],
  folders: ReadonlyMap<string, ModuleFolder>,
): Course {
  const { questionsLine: _, lineOf: __, modules, ...settings } = file;
  return {
    id,
    ...settings,
    paths,
    modules: modules.map(({ id: module, title }): Module => {
      const folder = folders.get(module);
      const picture = folder?.picture === undefined ? {} : { picture: folder.picture };
      return { id: module as ModuleId, title, ...picture, lessons: lessonsOf(folder) };
    }),
  };
}

/** What is sound of one folder, the lessons in teaching order. */
async function readModule(walk: Walk, { path }: Entry, course: CourseId): Promise<ModuleFolder> {
  const entries = await list(walk, path);
  const isPicture = ({ name, folder }: Entry) => !folder && (pictureFiles as readonly string[]).includes(name);
  const drawn = entries.filter(isPicture).map(({ name }) => name as PictureFile);
  const lessons = await readLessons(
    walk,
    path,
    entries.filter((entry) => !isPicture(entry)),
    course,
  );
  const read = drawn.length === 0 ? null : await readPicture(walk.root, path, drawn, (file) => notesAt(walk, file));
  if (read !== null) walk.drawings.set(read.picture.hash, read.svg);
  return { lessons, pictured: drawn.length > 0, ...(read === null ? {} : { picture: read.picture }) };
}

async function readLessons(walk: Walk, path: string, entries: readonly Entry[], course: CourseId): Promise<Lesson[]> {
  const lessons: Lesson[] = [];
  if (entries.length === 0) notesAt(walk, path).error(1, "module-empty");
  for (const entry of entries) {
    const notes = notesAt(walk, entry.path);
    if (entry.folder || !lessonName.test(entry.name)) {
      notes.error(1, "lesson-file-name", entry.name);
    }
    if (entry.folder || !entry.name.endsWith(".md")) continue;
    const text = await readPlainFile(join(walk.root, entry.path), walk.root, notes);
    if (text === null) continue;
    const { lesson, id } = readLesson(text, notes);
    if (id !== null) noteId(walk, entry.path, id, notes);
    if (lesson === null || notes.failed()) continue;
    lessons.push(lesson);
    const file = { file: `${walk.name}/${entry.path}`, text, lesson };
    walk.files.set(course, [...(walk.files.get(course) ?? []), file]);
  }
  return lessons;
}

function noteId(walk: Walk, path: string, id: { text: LessonId; line: number }, notes: Notes): void {
  const here = `${walk.name}/${path}`;
  const taken = walk.ids.get(id.text);
  if (taken === undefined) walk.ids.set(id.text, here);
  else notes.error(id.line, "id-taken", id.text, taken);
}
