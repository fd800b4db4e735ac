import type { iam } from "@pulumi/aws";
import type { Place } from "../place";

/** What a function of ours needs for itself. */
export interface FunctionNeeds {
  readonly functionName: string;
  readonly logGroupName: string;
  /** Queue or topic that takes the events that failed. */
  readonly deadLetterArn: string;
  readonly keyArn: string | undefined;
  readonly isInVpc: boolean;
}

/** Leave to write its own logs and traces, and to hand on what failed; nothing that its code reads or writes. */
export function functionPolicy(place: Place, needs: FunctionNeeds): iam.PolicyDocument {
  const { partition, account, region } = place;
  const { deadLetterArn, keyArn } = needs;
  const logs = `arn:${partition}:logs:${region}:${account}:log-group:${needs.logGroupName}:*`;
  const isTopic = deadLetterArn.split(":")[2] === "sns";
  return {
    Version: "2012-10-17",
    Statement: [
      allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], logs),
      allow("Failures", [isTopic ? "sns:Publish" : "sqs:SendMessage"], deadLetterArn),
      // X-Ray knows no resources to name.
      allow("Traces", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
      ...(keyArn === undefined ? [] : [allow("Key", ["kms:Decrypt", "kms:GenerateDataKey"], keyArn)]),
      ...(needs.isInVpc ? vpcStatements(place, needs.functionName) : []),
    ],
  };
}

const describe = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];
const change = [
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * Lambda makes the network interfaces with the function's role; the code itself may not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
function vpcStatements({ partition, account, region }: Place, functionName: string): iam.PolicyStatement[] {
  return [
    allow("Describe", describe, "*"),
    allow("NetworkInterfaces", change, `arn:${partition}:ec2:${region}:${account}:*/*`),
    {
      Sid: "NotByCode",
      Effect: "Deny",
      Action: [...describe, ...change],
      Resource: "*",
      Condition: {
        ArnEquals: {
          "lambda:SourceFunctionArn": `arn:${partition}:lambda:${region}:${account}:function:${functionName}`,
        },
      },
    },
  ];
}

function allow(Sid: string, Action: string[], Resource: string): iam.PolicyStatement {
  return { Sid, Effect: "Allow", Action, Resource };
}
