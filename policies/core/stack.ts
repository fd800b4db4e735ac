/** A place in the user's program. `file` is absolute, or relative to the folder of the program; lines and columns start at 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A resource as read from a program, a preview or a state. Its values are JSON in Pulumi's wire format. */
export interface Resource {
  readonly urn: string;
  /** The type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  /** What the program declared. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What the provider answered. Absent before the resource exists. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** The provider's id. Absent before the resource exists. */
  readonly id?: string;
  /** URN of the parent. */
  readonly parent?: string;
  /** URN of the provider. */
  readonly provider?: string;
  /** Read by the program, not managed by it: rules may ask about it, but don't judge it. */
  readonly external?: boolean;
  /** For each property, the URNs of the resources whose outputs flow into it. Known even when the value is not. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Where the program made it, innermost frame of the user's own code first. */
  readonly location?: Location;
}

/** Something that a stack holds and that could not be looked into, and why. Silence about it would read as "clean". */
export interface NotSeen {
  readonly urn: string;
  readonly type: string;
  readonly reason: string;
}

/** Everything that one program, preview or state declares. */
export interface Stack {
  /** The path or name that it was read from. */
  readonly source: string;
  readonly kind: "program" | "preview" | "state";
  readonly resources: readonly Resource[];
  readonly notSeen: readonly NotSeen[];
}
