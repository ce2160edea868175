import { randomInt } from "node:crypto";

const qualities =
  "able agile amber apt brave bright brisk calm candid clear clever cosy deft eager early fair fleet fond gentle glad grand hardy keen kind light lively lucid merry mild neat nimble noble placid polite proud quick quiet rapid ready sharp shiny smooth sober solid steady stout subtle swift tidy vivid warm wise witty".split(
    " ",
  );
const animals =
  "ant asp bat bear bee boar carp cat cod cow crab crane crow deer dog dove duck eel elk emu finch fish fly fox frog goat goose grouse gull hare hawk hen horse ibis jay kite koi lamb lark lion lynx mole moose moth mouse mule newt otter owl ox pig pike ram rat ray rook seal shad shark sheep shrew shrimp skink slug smelt snail snipe sole sow squid stag stork swan toad trout vole wasp whale wolf worm wren yak".split(
    " ",
  );

/** A run without a name gets one that can be said aloud. */
export const inventedName = (): string =>
  `${qualities[randomInt(qualities.length)]}-${animals[randomInt(animals.length)]}-${randomInt(1_000)}`;
