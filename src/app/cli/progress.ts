/** How far a long command is, on stderr: a bar on a terminal, else a line for each part of the work. */
export interface Progress {
  /** @param share of all the work, 0 to 1 */
  readonly told: (share: number, what: string) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

const barWidth = 30;

export function openProgress(name: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  let last = "";
  if (!stream.isTTY) {
    return {
      told: (_, what) => {
        if (what !== last) stream.write(`hocvu: ${name}: ${what}\n`);
        last = what;
      },
      end: () => {},
    };
  }
  return {
    told: (share, what) => {
      const full = Math.round(Math.min(Math.max(share, 0), 1) * barWidth);
      const line = `${"█".repeat(full)}${"░".repeat(barWidth - full)} ${Math.round(share * 100)} % ${what}`;
      if (line !== last) stream.write(`\r\u001b[K${name} ${line}`);
      last = line;
    },
    end: () => {
      if (last !== "") stream.write("\r\u001b[K");
    },
  };
}
