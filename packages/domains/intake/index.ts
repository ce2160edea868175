export { defineIntake, type IntakeHandler, type Taken } from "./define.ts";
