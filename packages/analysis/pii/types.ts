/** Kinds of values that the detectors know, by what they are about. The name in capitals is the placeholder's. */
export const piiGroups = {
  contact: ["email", "phone"],
  payment: ["card", "iban"],
  national_ids: [
    "us_ssn",
    "uk_nino",
    "de_tax_id",
    "de_id_card",
    "fr_nir",
    "es_dni",
    "nl_bsn",
    "pl_pesel",
    "it_codice_fiscale",
    "in_aadhaar",
  ],
  secrets: [
    "aws_key",
    "github_token",
    "openai_key",
    "anthropic_key",
    "google_key",
    "slack_token",
    "stripe_key",
    "jwt",
    "private_key",
    "triops_key",
  ],
  network: ["ip_address"],
} as const;

export type PiiGroup = keyof typeof piiGroups;
export type PiiType = (typeof piiGroups)[PiiGroup][number];

export const piiTypes = Object.values(piiGroups).flat() as readonly PiiType[];

/** For people: what a type is called in forms and reports. */
export const piiLabels: Record<PiiType, string> = {
  email: "E-mail address",
  phone: "Phone number",
  card: "Payment card number",
  iban: "Bank account (IBAN)",
  us_ssn: "Social security number (US)",
  uk_nino: "National insurance number (UK)",
  de_tax_id: "Tax identification number (Germany)",
  de_id_card: "Identity card number (Germany)",
  fr_nir: "Social security number (France)",
  es_dni: "DNI or NIE (Spain)",
  nl_bsn: "BSN (Netherlands)",
  pl_pesel: "PESEL (Poland)",
  it_codice_fiscale: "Codice fiscale (Italy)",
  in_aadhaar: "Aadhaar number (India)",
  aws_key: "AWS key",
  github_token: "GitHub token",
  openai_key: "OpenAI key",
  anthropic_key: "Anthropic key",
  google_key: "Google key",
  slack_token: "Slack token",
  stripe_key: "Stripe key",
  jwt: "JSON Web Token",
  private_key: "Private key",
  triops_key: "Triops key",
  ip_address: "IP address",
};
