import { repositoryScanOnPush } from "../../../../policies/rules/ecr/repository-scan-on-push";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const repository = "aws:ecr/repository:Repository";
const off = { imageScanningConfiguration: { scanOnPush: false } };
const eu = resource("pulumi:providers:aws", { region: "eu-west-1" }, { name: "eu" });
const us = resource("pulumi:providers:aws", { region: "us-east-1" }, { name: "us" });
const registry = (filter: string, scanFrequency = "SCAN_ON_PUSH", provider = eu) =>
  resource(
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    { scanType: "BASIC", rules: [{ scanFrequency, repositoryFilters: [{ filter, filterType: "WILDCARD" }] }] },
    { name: "registry", provider },
  );
const named = (name: string) => resource(repository, { name, ...off }, { provider: eu });

testRule(repositoryScanOnPush, {
  passes: {
    "scanned on push": [resource(repository, { imageScanningConfiguration: { scanOnPush: true } })],
    "a registry that scans everything, its name chosen by Pulumi": [
      registry("*"),
      resource(repository, {}, { provider: eu }),
    ],
    "a registry that scans continuously": [registry("*", "CONTINUOUS_SCAN"), named("app")],
    "a filter without a wildcard matches what contains it (ECR User Guide, Filters)": [
      registry("prod"),
      named("app/prod-1"),
    ],
    "a filter with a wildcard": [registry("app/*"), named("app/web")],
    "a name that AWS told": [
      registry("app*"),
      resource(repository, off, { provider: eu, outputs: { name: "app-1a2b3c4" } }),
    ],
  },
  violates: {
    "left out: images are not scanned (@pulumi/aws, imageScanningConfiguration)": {
      stack: [resource(repository, {})],
      observes: ["imageScanningConfiguration.scanOnPush is not set"],
    },
    off: { stack: [resource(repository, off)], observes: ["imageScanningConfiguration.scanOnPush is false"] },
    "a registry that scans others": {
      stack: [registry("prod*"), named("app/prod")],
      observes: ["imageScanningConfiguration.scanOnPush is false"],
    },
    "a registry that scans by hand": {
      stack: [registry("*", "MANUAL"), named("app")],
      observes: ["imageScanningConfiguration.scanOnPush is false"],
    },
    "the registry of another Region: each Region has its own": {
      stack: [registry("*", "SCAN_ON_PUSH", us), named("app")],
      observes: ["imageScanningConfiguration.scanOnPush is false"],
    },
  },
  undetermined: {
    "the flag is not known yet": [resource(repository, { imageScanningConfiguration: { scanOnPush: unknown } })],
    "a registry whose filter is not known yet": [registry(unknown), named("app")],
    "a registry that scans some, the name chosen by Pulumi": [
      registry("prod"),
      resource(repository, {}, { provider: eu }),
    ],
  },
});

testRemediation(repositoryScanOnPush, [resource(repository, off)]);
