import type { Rule } from "../../core/rule";
import { bucketKmsEncrypted } from "./bucket-kms-encrypted";
import { bucketLoggingEnabled } from "./bucket-logging-enabled";
import { bucketNoPublicRead } from "./bucket-no-public-read";
import { bucketNoPublicWrite } from "./bucket-no-public-write";
import { bucketPublicAccessBlocked } from "./bucket-public-access-blocked";
import { bucketTlsRequired } from "./bucket-tls-required";
import { bucketVersioningEnabled } from "./bucket-versioning-enabled";

export const s3: readonly Rule[] = [
  bucketKmsEncrypted,
  bucketLoggingEnabled,
  bucketNoPublicRead,
  bucketNoPublicWrite,
  bucketPublicAccessBlocked,
  bucketTlsRequired,
  bucketVersioningEnabled,
];
