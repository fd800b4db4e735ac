import type { Location, NotSeen, Resource } from "../../../policies/core/stack";
import { secret, unknownString } from "../../../policies/core/value";
import { UserError } from "../../../policies/core/user-error";
import type { Configuration } from "./configuration";
import { shownPath } from "./location";
import { packageOf, urnOf } from "./urn";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What a program registers while it runs. */
export class Deployment {
  readonly notSeen: NotSeen[] = [];
  /** Functions whose results stayed unknown, as tokens. */
  readonly unanswered = new Set<string>();
  private readonly byUrn = new Map<string, Mutable<Resource>>();

  constructor(
    readonly project: string,
    readonly configuration: Configuration,
  ) {}

  get stack(): string {
    return this.configuration.stack;
  }

  /** In the order of their registration. */
  get resources(): readonly Resource[] {
    return [...this.byUrn.values()];
  }

  get(urn: string): Resource | undefined {
    return this.byUrn.get(urn);
  }

  add(resource: Omit<Resource, "urn">): Resource {
    const urn = urnOf(this, resource.type, resource.name, resource.parent);
    const location = resource.location ?? this.locationOf(resource.parent);
    if (this.byUrn.has(urn)) throw duplicate(urn, location);
    const added = { ...resource, urn, ...(location ? { location } : {}) };
    this.byUrn.set(urn, added);
    return added;
  }

  setOutputs(urn: string, outputs: Record<string, unknown>): void {
    const resource = this.byUrn.get(urn);
    if (resource) resource.outputs = outputs;
  }

  /** The URN of the provider that the engine makes for resources that name none. */
  defaultProvider(token: string, version: string): string | undefined {
    const pkg = packageOf(token);
    if (pkg === "" || token.startsWith("pulumi:providers:")) return undefined;
    const type = `pulumi:providers:${pkg}`;
    const name = version === "" ? "default" : `default_${version.replaceAll(/[^A-Za-z0-9_]/g, "_")}`;
    const urn = urnOf(this, type, name);
    if (!this.byUrn.has(urn)) {
      const inputs = { ...this.configurationOf(pkg), ...(version === "" ? {} : { version }) };
      this.byUrn.set(urn, { urn, type, name, inputs, propertyDependencies: {} });
    }
    return urn;
  }

  private configurationOf(pkg: string): Record<string, unknown> {
    const { values, secretKeys, encryptedKeys } = this.configuration;
    const own = Object.entries(values).filter(([key]) => packageOf(key) === pkg);
    return Object.fromEntries(
      own.map(([key, value]) => {
        const shown = encryptedKeys.includes(key) ? unknownString : value;
        return [key.slice(pkg.length + 1), secretKeys.includes(key) ? secret(shown) : shown];
      }),
    );
  }

  private locationOf(urn: string | undefined): Location | undefined {
    return urn === undefined ? undefined : this.byUrn.get(urn)?.location;
  }
}

function duplicate(urn: string, location: Location | undefined): UserError {
  const place = location ? ` (${shownPath(location.file)}:${location.line})` : "";
  return new UserError(`the program makes two resources with the URN ${urn}${place}; give one of them another name`);
}
