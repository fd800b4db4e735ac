import { resultOf } from "../../../cli/read/program/invokes";
import type { Caller } from "./outputs";
import type { Properties } from "./properties";

/** What AWS would answer: for everyone in the partition alike, or made up; undefined for any other question. */
export function answer(caller: Caller, token: string, args: Properties): Properties | undefined {
  if (token === "aws:ec2/getAmi:getAmi") return { ...args, ...image(caller) };
  if (token === "aws:ssm/getParameter:getParameter") return { ...args, ...parameter(caller, args) };
  return resultOf(token, args, caller);
}

/** The parameters that AWS keeps for everyone, of which components read the newest image. */
function parameter({ region }: Caller, { name }: Properties): Properties | undefined {
  if (typeof name !== "string" || !name.startsWith("/aws/service/ami-")) return undefined;
  const value = process.env.STAND_IN_AMI ?? "ami-0123456789abcdef0";
  return {
    id: name,
    arn: `arn:aws:ssm:${region}::parameter${name}`,
    type: "String",
    version: 1,
    value,
    insecureValue: value,
  };
}

function image({ region }: Caller): Properties {
  const id = "ami-0123456789abcdef0";
  return {
    id,
    imageId: id,
    arn: `arn:aws:ec2:${region}::image/${id}`,
    architecture: "x86_64",
    name: "al2023-ami-stand-in",
    rootDeviceName: "/dev/xvda",
    blockDeviceMappings: [],
    productCodes: [],
    tags: {},
  };
}
