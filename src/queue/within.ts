/** The outcome of `work`, or an error after `milliseconds`: whoever asks the queue never hangs on it. */
export async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the queue did not answer within ${milliseconds} ms`)), milliseconds);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
