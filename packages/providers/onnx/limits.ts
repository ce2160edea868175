/** Every bound of a model and of the process that runs it. */
export const onnxLimits = {
  fileBytesMax: 256 * 1024 * 1024,
  /** Elements of one tensor in the file, and of one that a constant makes the model allocate. */
  tensorElementsMax: 64 * 1024 * 1024,
  /** Nodes of all graphs and functions together. */
  nodesMax: 50_000,
  /** Graphs in graphs: bodies of Loop, Scan and If. */
  graphDepthMax: 3,
  functionsMax: 1_000,
  /** Inputs or outputs of the model. */
  portsMax: 1_024,
  dimensionsMax: 16,
  /** What a process may map, KiB; Node reserves up to 5.5 GiB of addresses by itself and uses little of it. */
  addressSpaceKiB: 8 * 1024 * 1024,
  /** Resident memory: this, and three times the file on top. */
  residentBytesMax: 768 * 1024 * 1024,
  heapMbMax: 128,
  /** Processor time of loading and a first trial run together: this, and 20 ms per MiB of the file on top. */
  loadCpuMsMax: 2_500,
  loadCpuMsPerMiB: 20,
  /** Processor time of one call. */
  runCpuMsMax: 2_000,
  /** A busy machine gives a process less than its time: so long by the clock, at most. */
  loadMsMax: 15_000,
  runMsMax: 10_000,
  /** A file that could not be loaded in its time or killed its process is tried again after this. */
  loadAgainMs: 60_000,
  /** Calls that wait for one model. */
  waitingMax: 256,
  /** Of one answer of a model. */
  answerBytesMax: 64 * 1024 * 1024,
  /** A process that ends this often within a minute is left alone for `brokenMs`. */
  crashesPerMinuteMax: 5,
  brokenMs: 10_000,
  /** Models with a process of their own at once; the one that was not asked longest gives way. */
  processesMax: 16,
  /** Files kept in memory, together, to start a model again without the object store. */
  keptBytesMax: 128 * 1024 * 1024,
} as const;
