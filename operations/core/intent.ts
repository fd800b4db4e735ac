/** A command to some aggregate, of any kind. */
export interface AnyIntent {
  readonly kind: string;
  readonly id: string;
  readonly command: { readonly type: string };
  readonly by: string;
  /** Known by the event that it follows from, so that acting on the event again changes nothing. */
  readonly commandId: string;
  /** The version that whoever asks has seen, if that matters. */
  readonly expected?: number;
}
