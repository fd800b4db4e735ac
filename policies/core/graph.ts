import type { Resource } from "./stack";
import { isNotKnown, NotKnown, Value } from "./value";

/** A resource as a rule sees it: a value to read, with the resource's names. `T` is its Args type in @pulumi/aws. */
export class Subject<T = unknown> extends Value<T> {
  constructor(readonly resource: Resource) {
    super({ "": resource.inputs }, "");
  }

  get urn(): string {
    return this.resource.urn;
  }

  get type(): string {
    return this.resource.type;
  }

  get name(): string {
    return this.resource.name;
  }

  /**
   * The id that the provider gave, as far as it is known. What Pulumi shows a policy at the end of a run has none of its own;
   * providers made from Terraform's repeat it among the outputs.
   */
  get id(): string | undefined {
    return this.resource.id ?? literalOf(this.outputs.at("id"));
  }

  /** What the provider answered, for names and ids that it chose. All absent before the resource exists. */
  get outputs(): Value {
    return new Value({ "": this.resource.outputs }, "");
  }
}

/** The names by which others may mean a resource. */
type Names = (candidate: Subject<any>) => readonly string[];

/** One resource's answer to "what do you refer to by this property?". */
interface Reference {
  readonly from: Subject;
  /** The literal that stands there, when it is known. */
  readonly literal?: string;
  /** Otherwise, the URNs of the resources that flow into it. */
  readonly urns: readonly string[];
}

interface ReferenceIndex {
  readonly byLiteral: Map<string, Subject[]>;
  readonly byUrn: Map<string, Reference[]>;
  /** References that are not literal. */
  readonly notKnown: Reference[];
  /** By a target's type: a reference that may mean any resource of the type, since none of them flows into it. */
  readonly open: Map<string, Subject | undefined>;
}

/** The questions that a rule may ask about the stack. Each is answered from an index, so that a stack costs linear time. */
export class Graph {
  private readonly byUrn = new Map<string, Resource>();
  private readonly byType = new Map<string, Subject<any>[]>();
  private readonly references = new Map<string, ReferenceIndex>();
  private readonly identities = new WeakMap<Names, Map<string, Map<string, Subject>>>();

  constructor(readonly resources: readonly Resource[]) {
    for (const resource of resources) {
      this.byUrn.set(resource.urn, resource);
      const subjects = this.byType.get(resource.type);
      if (subjects) subjects.push(new Subject(resource));
      else this.byType.set(resource.type, [new Subject(resource)]);
    }
  }

  /** Every resource of these types. */
  all<T = unknown>(types: string | readonly string[]): Subject<T>[] {
    if (typeof types === "string") return this.byType.get(types) ?? [];
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  get(urn: string | undefined): Subject | undefined {
    const resource = urn === undefined ? undefined : this.byUrn.get(urn);
    return resource && new Subject(resource);
  }

  /**
   * The resources of these types whose `property` refers to `target`, by dependency or by one of its `names`
   * (name, id, ARN: whatever may stand there literally). Throws {@link NotKnown} when there is none for certain, but one
   * whose reference can't be told yet.
   */
  referrers<T = unknown>(
    target: Subject<any>,
    types: string | readonly string[],
    property: string,
    names: readonly string[],
  ): Subject<T>[] {
    const certain: Subject[] = [];
    let possible: Subject | undefined;
    for (const type of typeof types === "string" ? [types] : types) {
      const index = this.referenceIndex(type, property);
      const { byLiteral, byUrn } = index;
      for (const name of new Set(names)) certain.push(...(byLiteral.get(name) ?? []));
      for (const { from, urns } of byUrn.get(target.urn) ?? []) {
        if (this.alternatives(urns, target.type) === 1) certain.push(from);
        else possible ??= from;
      }
      possible ??= this.open(index, target.type);
    }
    if (certain.length === 0 && possible) {
      throw new NotKnown(`whether ${property} of ${possible.name} refers to it is not known yet`);
    }
    return certain;
  }

  /**
   * The resource of these types that a property's value refers to, by dependency or by name; undefined when it is none
   * of this stack. Throws {@link NotKnown} when that can't be told yet.
   *
   * @param value - the value itself: of `property` or somewhere inside it
   * @param property - the top-level property of `subject`, for which dependencies are recorded
   * @param names - the literal names of a candidate. One function for one question: the answers are kept by it
   */
  target<T = unknown>(
    subject: Subject<any>,
    property: string,
    value: Value<any>,
    types: readonly string[],
    names: Names,
  ): Subject<T> | undefined {
    const literal = literalOf(value);
    if (literal !== undefined) {
      const identity = this.identity(types, names);
      return identity.get(literal);
    }
    const candidates = [...new Set(subject.resource.propertyDependencies[property] ?? [])]
      .map((urn) => this.get(urn))
      .filter((candidate) => candidate !== undefined && types.includes(candidate.type));
    if (candidates.length === 1) return candidates[0];
    throw new NotKnown(`what ${value.path} refers to is not known yet`);
  }

  /** Programs also refer by way of others, as in `vpcId: subnet.vpcId`; what comes from outside has no dependency at all. */
  private open({ notKnown, open }: ReferenceIndex, type: string): Subject | undefined {
    if (!open.has(type)) open.set(type, notKnown.find(({ urns }) => this.alternatives(urns, type) === 0)?.from);
    return open.get(type);
  }

  private alternatives(urns: readonly string[], type: string): number {
    return urns.filter((urn) => this.byUrn.get(urn)?.type === type).length;
  }

  private referenceIndex(type: string, property: string): ReferenceIndex {
    const key = `${type} ${property}`;
    let index = this.references.get(key);
    if (!index) {
      index = { byLiteral: new Map(), byUrn: new Map(), notKnown: [], open: new Map() };
      for (const subject of this.all(type)) enter(index, subject, property);
      this.references.set(key, index);
    }
    return index;
  }

  private identity(types: readonly string[], names: Names): Map<string, Subject> {
    let byTypes = this.identities.get(names);
    if (!byTypes) this.identities.set(names, (byTypes = new Map<string, Map<string, Subject>>()));
    const key = types.join(" ");
    let identity = byTypes.get(key);
    if (!identity) {
      identity = new Map();
      for (const candidate of this.all(types)) for (const name of names(candidate)) identity.set(name, candidate);
      byTypes.set(key, identity);
    }
    return identity;
  }
}

function enter(index: ReferenceIndex, from: Subject, property: string): void {
  const value = from.at(property);
  const literal = literalOf(value);
  if (literal !== undefined) {
    push(index.byLiteral, literal, from);
    return;
  }
  if (!isMissing(value)) {
    const urns = from.resource.propertyDependencies[property] ?? [];
    index.notKnown.push({ from, urns });
    for (const urn of urns) push(index.byUrn, urn, { from, urns });
  }
}

function push<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}

function literalOf(value: Value<any>): string | undefined {
  try {
    return value.string();
  } catch (error) {
    if (isNotKnown(error)) return undefined;
    throw error;
  }
}

function isMissing(value: Value<any>): boolean {
  try {
    return !value.isPresent;
  } catch (error) {
    if (isNotKnown(error)) return false;
    throw error;
  }
}
