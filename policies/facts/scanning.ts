import type { Graph } from "../core/graph";
import { NotKnown } from "../core/value";
import type { SubjectOf } from "./check";
import { known } from "./known";
import { some } from "./some";
import { matches } from "./wildcard";

type Repository = SubjectOf<"aws:ecr/repository:Repository">;
type Registry = SubjectOf<"aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration">;

/** Whether the registry of the stack scans the repository's images as they are pushed, or continuously. */
export function isScannedByRegistry(repository: Repository, graph: Graph): boolean {
  const registries = graph.all("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration");
  return some(
    registries as Registry[],
    (registry) => isSameRegistry(repository, registry) && covers(registry, repository),
  );
}

/** An account has one registry per Region. */
function isSameRegistry(repository: Repository, registry: Registry): boolean {
  const isSameProvider = repository.resource.provider === registry.resource.provider;
  return isSameProvider && repository.at("region").string() === registry.at("region").string();
}

function covers(registry: Registry, repository: Repository): boolean {
  return some(registry.at("rules").elements(), (rule) => {
    if (rule.at("scanFrequency").string() === "MANUAL") return false;
    return some(rule.at("repositoryFilters").elements(), (filter) => {
      // A filter without a wildcard matches names that contain it: Amazon ECR User Guide, Using filters.
      const written = filter.at("filter").string() ?? "";
      return written === "*" || matches(written.includes("*") ? written : `*${written}*`, nameOf(repository));
    });
  });
}

function nameOf(repository: Repository): string {
  const name = repository.at("name").string() ?? known(() => repository.outputs.at("name").string()).value;
  if (name === undefined)
    throw new NotKnown("name is chosen by Pulumi, so whether the registry scans it is not known yet");
  return name;
}
