/** Offered in lists. Any other name is answered too, so that prices of real models can be tried; `missing…` is not. */
const offered = ["demo-small", "demo-large", "demo-reasoner", "demo-embedding"];

const owner = "demonstration provider";

export const openaiModel = (id: string) => ({ id, object: "model", created: 1_767_225_600, owned_by: owner });
export const openaiModels = () => ({ object: "list", data: offered.map(openaiModel) });

export const anthropicModel = (id: string) => ({
  type: "model",
  id,
  display_name: `${id} (${owner})`,
  created_at: "2026-01-01T00:00:00Z",
});

export const anthropicModels = () => ({
  data: offered.slice(0, 3).map(anthropicModel),
  has_more: false,
  first_id: offered[0],
  last_id: offered[2],
});
