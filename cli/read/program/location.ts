import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Location } from "../../../policies/core/stack";

/** A frame as the SDK reports it; frames without a position are left out by it. */
export interface Frame {
  readonly uri: string;
  readonly line: number;
  readonly column: number;
}

/** The first frame in the user's own code, innermost first. */
export function locationOf(frames: readonly Frame[]): Location | undefined {
  for (const { uri, line, column } of frames) {
    const file = fileOf(uri);
    if (file && isOwnCode(file)) return { file, line, column };
  }
  return undefined;
}

export function isOwnCode(file: string): boolean {
  return !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith("node:");
}

function fileOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** A path as a user reads it best: from the present folder, or whole when it lies elsewhere. */
export function shownPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}
