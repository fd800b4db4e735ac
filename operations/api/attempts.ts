import type { Instant } from "../core/decider";
import { Problem } from "./problem";

const mostFailures = 10;
const minutes = 15;
const mostAddresses = 10_000;

/** Failed attempts by address: more than ten in 15 minutes are answered without looking, and without a record of each. */
export interface Attempts {
  /** @throws Problem 429 when the address failed too often */
  refuseTooMany(address: string): void;
  failed(address: string): void;
}

export function countAttempts(now: () => Instant): Attempts {
  const failures = new Map<string, { count: number; until: number }>();
  const current = (address: string) => {
    const found = failures.get(address);
    return found && found.until > Date.parse(now()) ? found : undefined;
  };
  return {
    refuseTooMany(address) {
      const found = current(address);
      if (!found || found.count < mostFailures) return;
      const seconds = Math.ceil((found.until - Date.parse(now())) / 1000);
      throw new Problem(
        429,
        `expected fewer than ${String(mostFailures)} failed attempts in ${String(minutes)} minutes`,
        {
          "retry-after": String(seconds),
        },
      );
    },
    failed(address) {
      const found = current(address);
      if (found) found.count++;
      else {
        // The oldest goes: memory stays what it is, however many addresses somebody has.
        const oldest = failures.size >= mostAddresses ? failures.keys().next().value : undefined;
        if (oldest !== undefined) failures.delete(oldest);
        failures.delete(address);
        failures.set(address, { count: 1, until: Date.parse(now()) + minutes * 60_000 });
      }
    },
  };
}
