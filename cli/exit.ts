/** Exit codes of `hotmem`; fixed, because scripts of other people depend on them. 64 to 70 and 76 are those of sysexits.h. */
export const exit = {
  /** Everything asked for held. */
  held: 0,
  /** A rule was violated, or a transcript does not do what its header expects, or a mutant survived. */
  violated: 1,
  /** Nothing was violated, and nothing was shown either: the subject was lost, or a rule never had anything to say. */
  inconclusive: 2,
  /** The command line makes no sense, or names a place that cannot be written. */
  usage: 64,
  /** A replay file, geometry or list of known deviations is not well-formed. */
  badData: 65,
  /** A file named on the command line does not exist or cannot be read. */
  noInput: 66,
  /** The subject could not be started. */
  cannotStart: 69,
  /** A bug in this tool. */
  bug: 70,
  /** The subject broke the protocol. */
  protocol: 76,
  /** Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const;

/** One of {@link exit}. */
export type ExitCode = (typeof exit)[keyof typeof exit];

/** From worst to best. What is wrong with the input comes before what was found with the rest of it. */
const order: readonly ExitCode[] = [
  exit.bug,
  exit.usage,
  exit.noInput,
  exit.badData,
  exit.violated,
  exit.protocol,
  exit.cannotStart,
  exit.interrupted,
  exit.inconclusive,
  exit.held,
];

/** The worst of several codes; never a combination of them. {@link exit.held} when there are none. */
export const worst = (codes: readonly ExitCode[]): ExitCode => order.find((code) => codes.includes(code)) ?? exit.held;
