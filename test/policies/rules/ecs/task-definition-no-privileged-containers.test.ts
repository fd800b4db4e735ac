import { taskDefinitionNoPrivilegedContainers } from "../../../../policies/rules/ecs/task-definition-no-privileged-containers";
import { resource, testRule, unknown } from "../../../../policies/testing";

const runs = (containerDefinitions: unknown) => [
  resource("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: containerDefinitions as string }),
];

testRule(taskDefinitionNoPrivilegedContainers, {
  passes: {
    "left out: containers are not privileged (ECS API Reference, ContainerDefinition)": runs('[{"name":"app"}]'),
    off: runs('[{"name":"app","privileged":false}]'),
    "no containers": runs("[]"),
  },
  violates: {
    "one container of two": {
      stack: runs('[{"name":"app"},{"name":"agent","privileged":true}]'),
      observes: ["containerDefinitions[1].privileged is true"],
    },
    "beside a container of another shape": {
      stack: runs('["app",{"privileged":true}]'),
      observes: ["containerDefinitions[1].privileged is true"],
    },
    "a list in place of JSON text": {
      stack: runs([{ privileged: true }]),
      observes: ["containerDefinitions[0].privileged is true"],
    },
    "a member in another case, which the provider reads too (Go, encoding/json Unmarshal)": {
      stack: runs('[{"Name":"app","Privileged":true}]'),
      observes: ["containerDefinitions[0].privileged is true"],
    },
  },
  undetermined: {
    "definitions are not known yet": runs(unknown),
    "definitions that are no JSON": runs("privileged"),
    "a flag that is no flag": runs('[{"privileged":"maybe"}]'),
  },
});
