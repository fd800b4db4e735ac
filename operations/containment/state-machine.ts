/**
 * An execution of containment: attempts, and waits between them, until the target is contained, released or left to a person.
 * What is done stands in the desk's table; an execution that is cut off is begun anew from there.
 */
export function stateMachine(functionArn: string): object {
  const call = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    OutputPath: "$.Payload",
    TimeoutSeconds: 330,
    Retry: [
      {
        ErrorEquals: ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.TooManyRequestsException"],
        ...{ IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 5, JitterStrategy: "FULL" },
      },
    ],
  };
  const stream = { "stream.$": "$$.Execution.Input.stream" };
  return {
    Comment: "Contains or releases one target.",
    StartAt: "Attempt",
    TimeoutSeconds: 6 * 60 * 60,
    States: {
      Attempt: {
        ...call,
        Parameters: { FunctionName: functionArn, Payload: stream },
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Record the failure" }],
        Next: "Is it done?",
      },
      // The function ended without a word: its attempt has failed, which counts like one that says so.
      "Record the failure": {
        ...call,
        Parameters: { FunctionName: functionArn, Payload: { ...stream, "error.$": "$.error" } },
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Give up" }],
        Next: "Is it done?",
      },
      "Is it done?": {
        Type: "Choice",
        Choices: [{ Variable: "$.wait", IsPresent: true, Next: "Wait" }],
        Default: "Done",
      },
      Wait: { Type: "Wait", SecondsPath: "$.wait", Next: "Attempt" },
      Done: { Type: "Succeed" },
      "Give up": {
        Type: "Fail",
        Error: "NotRecorded",
        Cause: "The failure could not be recorded; the clock begins anew.",
      },
    },
  };
}
