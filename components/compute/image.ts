import { expectArgument } from "../check-argument";
import type { Architecture } from "./function";

const amazonLinux = "/aws/service/ami-amazon-linux-latest/";

/** The parameter in which AWS keeps the newest Amazon Linux 2023. */
export function newestAmazonLinux(architecture: Architecture): string {
  return `${amazonLinux}al2023-ami-kernel-default-${architecture}`;
}

export function isImageId(image: string): boolean {
  return /^ami-[0-9a-f]{8,17}$/.test(image);
}

export function expectImage(image: string): void {
  const isParameter = /^(?!ami-)([\w./-]+|arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/[\w./-]+)(:[\w.-]+)?$/;
  expectArgument(
    isImageId(image) || isParameter.test(image),
    "image",
    "the id of an image, or the name or ARN of an SSM parameter that holds one",
    image,
  );
}

/**
 * Where the root volume is attached. Under another name than the image's, a launch template would add a second volume and
 * leave the root volume as the image has it, encrypted or not.
 */
export function rootDeviceNameOf(image: string, given: string | undefined): string {
  const isKnown = image.startsWith(amazonLinux);
  expectArgument(
    given === undefined ? isKnown : /^\/dev\/\w+$/.test(given),
    "rootDeviceName",
    isKnown ? "a name such as /dev/xvda" : "the root device of the image, such as /dev/sda1",
    given,
  );
  return given ?? "/dev/xvda";
}
