export function lives(pid: number): boolean;
export function withLock<T>(file: string, work: () => Promise<T>): Promise<T>;
