/** Refuses an argument before any resource is registered: says what was expected and what came. */
export function expectArgument(isRight: boolean, name: string, expected: string, value: unknown): void {
  if (!isRight) throw new RangeError(`expected \`${name}\` to be ${expected}, got ${JSON.stringify(value)}`);
}

/** Whether a number is whole and within the bounds, both included. */
export function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && least <= value && value <= most;
}

/** Whether it is the first part of a service principal: `sns` or `events.rds`, without `amazonaws.com`. */
export function isServiceName(name: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name) && !/amazonaws\.com/.test(name);
}

/** Whether it is written as the name of a region is; whether there is such a one, AWS says. */
export function isRegion(name: string): boolean {
  return /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(name);
}
