/** What customers ask and what they are answered; `#` stands for the number of an order. */
export const conversations: readonly [Conversation, ...Conversation[]] = [
  [
    ["Where is my order #?", "Order # left our house on Tuesday and arrives tomorrow before noon."],
    ["Can it be left with a neighbour?", "Yes. I have noted for order # that your neighbour may take it."],
  ],
  [
    [
      "The walnut desk of order # has a scratch.",
      "I am sorry. We can send a new top for order #, or take 15 % off. Which do you prefer?",
    ],
    ["A new top, please.", "It is on its way for order #; keep the old one until it is there."],
    [
      "Do I have to screw it on myself?",
      "Our carrier does it for you, at no cost to you, on the same visit.",
    ],
  ],
  [
    [
      "Does the linen sofa come in green?",
      "It comes in moss green and in sage. Both arrive within three weeks.",
    ],
  ],
  [
    [
      "I was charged twice for order #.",
      "I see two charges for order #. One was taken back this morning; banks show it within three days.",
    ],
  ],
  [
    ["How do I care for oak?", "Wipe it dry, and oil it once a year with the oil that came with order #."],
    ["And if water stays on it?", "Dab it off at once; a mark can be sanded out along the grain."],
  ],
  [
    [
      "Can I return the lamp of order #?",
      "Yes, within thirty days. I have sent a label for order # to your address.",
    ],
  ],
  [
    [
      "Is the rug safe for underfloor heating?",
      "I am not sure for this weave. Shall I ask a colleague and write to you?",
    ],
    ["Yes please.", "Done. You will hear from us by tomorrow evening."],
  ],
];
export type Conversation = readonly (readonly [question: string, answer: string])[];
