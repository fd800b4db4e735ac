/**
 * Values as Pulumi writes them: JSON, in which a string may stand for a value that is not known yet and an object with
 * a signature for a secret. The markers are part of Pulumi's wire format (sdk/nodejs/runtime/rpc.ts).
 */

/** The property by which Pulumi marks an object as one of its special values. */
export const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
export const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** What Pulumi writes for a string that is not known yet. */
export const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const unknowns = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  unknownString,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** `pulumi preview --json` blinds secrets with this word. */
const blinded = "[secret]";

/** Thrown on reading a value that can't be judged here: unknown until deployment, encrypted, or of an unexpected shape. */
export class NotKnown extends Error {
  override readonly name = "NotKnown";

  // It is an answer, given for every reference of a preview: collecting a stack would cost more than judging.
  constructor(message: string) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
  }
}

/**
 * True for an error that means "not known yet", ours or the one that the proxy of @pulumi/policy throws. Told by name: a
 * team's own rules come with another copy of this class.
 */
export function isNotKnown(error: unknown): error is Error {
  return error instanceof Error && (error.name === "NotKnown" || "unknownTypeSentinel" in error);
}

type Settled<T> = T extends Promise<unknown> ? never : T extends { readonly __pulumiOutput: true } ? never : T;
type Present<T> = NonNullable<Settled<T>>;
type Member<T, Key extends PropertyKey> = T extends readonly (infer Element)[]
  ? Element
  : Key extends keyof T
    ? T[Key]
    : unknown;
type Keys<T> = [keyof T] extends [never] ? string : keyof T & string;

/**
 * A value of a resource, read with care. `T` is its type in @pulumi/aws, so that property names are checked.
 * Reading an unknown throws {@link NotKnown}; so does a value of another shape than the one asked for.
 * Absent (`undefined` or `null`) reads as `undefined`, or as an empty list.
 */
export class Value<T = unknown> {
  constructor(
    private readonly holder: unknown,
    private readonly key: string | number,
    private readonly parent?: Value<any>,
  ) {}

  /** The property's path, such as `ingress[0].cidrBlocks`. */
  get path(): string {
    const before = this.parent?.path ?? "";
    if (typeof this.key === "number") return `${before}[${this.key}]`;
    return before === "" ? this.key : `${before}.${this.key}`;
  }

  /** A property of this object. Of an absent object every property is absent. */
  at<Key extends Keys<Present<T>>>(key: Key): Value<Member<Present<T>, Key>> {
    const object = this.raw();
    if (object !== undefined && (typeof object !== "object" || Array.isArray(object)))
      throw this.unexpected("an object");
    return new Value(object, key, this.key === "" ? undefined : this);
  }

  /** False where the program left the property out. */
  get isPresent(): boolean {
    return this.raw() !== undefined;
  }

  boolean(): boolean | undefined {
    const value = this.raw();
    if (value === undefined || typeof value === "boolean") return value;
    if (value === "true") return true;
    if (value === "false") return false;
    throw this.unexpected("true or false");
  }

  number(): number | undefined {
    const value = this.raw();
    if (value === undefined || typeof value === "number") return value;
    if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
    throw this.unexpected("a number");
  }

  string(): string | undefined {
    const value = this.raw();
    if (value === undefined || typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    throw this.unexpected("a string");
  }

  /** The elements of a list; a lone value counts as a list of one, as Pulumi's providers take it. */
  elements(): Value<Member<Present<T>, number>>[] {
    const value = this.raw();
    if (value === undefined) return [];
    if (!Array.isArray(value)) return [this];
    return Array.from({ length: value.length }, (_, index) => new Value(value, index, this));
  }

  /** The properties of an object, by name. */
  entries(): [name: string, value: Value][] {
    const value = this.raw();
    if (value === undefined) return [];
    if (typeof value !== "object" || Array.isArray(value)) throw this.unexpected("an object");
    return Object.keys(value as object).map((name) => [name, new Value(value, name, this)]);
  }

  /** The JSON beneath, secrets unwrapped at this level only. Throws when this very value is unknown. */
  raw(): unknown {
    const held = this.holder as Record<string | number, unknown> | undefined;
    return this.settle(held?.[this.key]);
  }

  private settle(value: unknown): unknown {
    if (value === null || value === undefined) return undefined;
    if (typeof value === "string") {
      if (value.length === 36 && unknowns.has(value)) throw new NotKnown(`${this.path} is not known yet`);
      if (value === blinded) throw new NotKnown(`${this.path} is a secret`);
      return value;
    }
    if (typeof value !== "object") return value;
    switch ((value as Record<string, unknown>)[signatureKey]) {
      case secretSignature:
        return this.settle(revealed(value as Record<string, unknown>, this.path));
      case outputSignature:
        if ((value as Record<string, unknown>).value === undefined) throw new NotKnown(`${this.path} is not known yet`);
        return this.settle((value as Record<string, unknown>).value);
      default:
        return value;
    }
  }

  private unexpected(what: string): NotKnown {
    return new NotKnown(`${this.path} is not ${what}, so it can't be judged`);
  }
}

function revealed(secret: Record<string, unknown>, path: string): unknown {
  if ("value" in secret) return secret.value;
  if (typeof secret.plaintext === "string") {
    try {
      return JSON.parse(secret.plaintext) as unknown;
    } catch {
      throw new NotKnown(`${path} is a secret that can't be read`);
    }
  }
  throw new NotKnown(`${path} is an encrypted secret`);
}

/** Puts the same question to each part: a breach in one part counts even while another part is unknown. */
export function each<Part>(parts: Iterable<Part>, observe: (part: Part) => readonly string[]): string[] {
  const observations: string[] = [];
  let unknown: Error | undefined;
  for (const part of parts) {
    try {
      observations.push(...observe(part));
    } catch (error) {
      if (!isNotKnown(error)) throw error;
      unknown ??= error;
    }
  }
  if (unknown && observations.length === 0) throw unknown;
  return observations;
}

/** Whether a value is a secret, as written in JSON. */
export function isSecret(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && (value as Record<string, unknown>)[signatureKey] === secretSignature
  );
}

/** Wraps a value as Pulumi does when it is secret. */
export function secret(value: unknown): Record<string, unknown> {
  return { [signatureKey]: secretSignature, value };
}
