import { taskDefinitionRootReadOnly } from "../../../../policies/rules/ecs/task-definition-root-read-only";
import { resource, testRule, unknown } from "../../../../policies/testing";

const runs = (containerDefinitions: string, operatingSystemFamily?: string) => [
  resource("aws:ecs/taskDefinition:TaskDefinition", {
    containerDefinitions,
    ...(operatingSystemFamily ? { runtimePlatform: { operatingSystemFamily } } : {}),
  }),
];

testRule(taskDefinitionRootReadOnly, {
  passes: {
    "read-only": runs('[{"name":"app","readonlyRootFilesystem":true}]'),
    "read-only, its platform not known yet": runs('[{"readonlyRootFilesystem":true}]', unknown),
    "a Windows task: not applicable (Security Hub ECS.5)": runs('[{"name":"app"}]', "WINDOWS_SERVER_2022_CORE"),
    "a Windows task whose containers are not known yet": runs(unknown, "WINDOWS_SERVER_2019_FULL"),
  },
  violates: {
    "left out: the root is writable (Security Hub ECS.5)": {
      stack: runs('[{"name":"app"}]'),
      observes: ["containerDefinitions[0].readonlyRootFilesystem is not set"],
    },
    "one container of two, on Linux": {
      stack: runs('[{"readonlyRootFilesystem":true},{"readonlyRootFilesystem":false}]', "LINUX"),
      observes: ["containerDefinitions[1].readonlyRootFilesystem is false"],
    },
  },
  undetermined: {
    "definitions are not known yet": runs(unknown),
    "definitions that are no JSON": runs("app"),
    "a writable root on a platform that is not known yet": runs('[{"name":"app"}]', unknown),
  },
});
