const words: Readonly<Record<string, string>> = {
  "REGISTERED_MODEL.CREATED": "A model is registered",
  "MODEL_VERSION.CREATED": "A version is registered",
  "MODEL_VERSION_TAG.SET": "A tag of a version is set",
  "MODEL_VERSION_TAG.DELETED": "A tag of a version is deleted",
  "MODEL_VERSION_ALIAS.CREATED": "An alias is set",
  "MODEL_VERSION_ALIAS.DELETED": "An alias is taken away",
  "MODEL_VERSION_ALIAS.MOVED": "An alias moves to another version",
  "MODEL_VERSION_STAGE.MOVED": "A version moves to another stage",
  "PROMOTION.REQUESTED": "A promotion is requested",
  "PROMOTION.DECIDED": "A promotion is decided",
};

/** An event as a sentence; names that only MLflow knows stay as they are. */
export const eventText = (event: string): string => words[event] ?? event;
