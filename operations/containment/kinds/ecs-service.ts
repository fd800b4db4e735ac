import { ask, type Call, call, unlessMissing } from "../calls";
import type { Target } from "../target";
import { type ContainmentKind, tagsOf } from "./kind";

interface Before {
  readonly desired: number;
}

interface Present extends Before {
  readonly names: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Runs no task of a service. */
export const ecsService: ContainmentKind<Present, Before> = {
  async read(send, target) {
    const [cluster = "", service = ""] = target.name.split("/");
    const found = await unlessMissing(
      ask(send, "ecs", "DescribeServices", { cluster, services: [service], include: ["TAGS"] }),
      ...["ClusterNotFoundException", "ServiceNotFoundException"],
    );
    const [described] = found?.services ?? [];
    if (!described || described.status === "INACTIVE") return undefined;
    const { schedulingStrategy, desiredCount = 0, serviceArn = "", roleArn = "", tags } = described;
    if (schedulingStrategy === "DAEMON") {
      throw new Error(`expected a service with a desired count, got ${target.name}, which runs a task on every host`);
    }
    const named = tags?.map(({ key, value }) => ({ Key: key, Value: value }));
    return { names: [serviceArn, roleArn].filter((arn) => arn !== ""), tags: tagsOf(named), desired: desiredCount };
  },
  facts: ({ names, tags }) => ({ names, tags }),
  record: ({ desired }) => ({ desired }),
  contain: (_before, { desired }, { target }) => ({ calls: desired === 0 ? [] : [update(target, 0)] }),
  release({ desired: was }, { desired: is }, { target }) {
    if (is === was) return { calls: [] };
    return is === 0
      ? { calls: [update(target, was)] }
      : { calls: [], different: [`expected service ${target.name} to want no task, got ${String(is)}`] };
  },
};

function update({ name }: Target, desiredCount: number): Call {
  const [cluster, service] = name.split("/");
  return call("ecs", "UpdateService", { cluster, service, desiredCount });
}
