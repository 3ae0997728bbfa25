import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

/**
 * What `npm audit --json` tells. Null: the registry did not answer (no network, or one that knows of no faults), which is no
 * fault of ours; else the packages with a high or a critical one, empty when there is none.
 * @param {string} text
 * @returns {string[] | null}
 */
export function faultsIn(text) {
  try {
    const { auditReportVersion, vulnerabilities } = JSON.parse(text);
    if (auditReportVersion === undefined || vulnerabilities === undefined) return null;
    return Object.entries(vulnerabilities).flatMap(([name, { severity }]) =>
      severity === "high" || severity === "critical" ? [`${name} (${severity})`] : [],
    );
  } catch {
    return null;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const args = ["audit", "--json", "--omit=dev"];
  const { stdout } = spawnSync("npm", args, { encoding: "utf8", timeout: 60_000, shell: process.platform === "win32" });
  const faults = faultsIn(stdout ?? "");
  console.log(
    faults === null ? "npm audit: the registry does not answer" : `npm audit: ${faults.join(", ") || "nothing"}`,
  );
  process.exitCode = faults !== null && faults.length > 0 ? 1 : 0;
}
