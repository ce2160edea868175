/** The whole lexicon. What is not in it stays as it is, which makes a translation easy to check. */
const lexicon = {
  german:
    "hello=hallo world=Welt good=gut morning=Morgen thank=danke you=dir the=die house=Haus cat=Katze dog=Hund is=ist water=Wasser bread=Brot and=und where=wo station=Bahnhof please=bitte yes=ja no=nein red=rot big=groß invoice=Rechnung server=Server error=Fehler today=heute",
  french:
    "hello=bonjour world=monde good=bon morning=matin thank=merci you=vous the=la house=maison cat=chat dog=chien is=est water=eau bread=pain and=et where=où station=gare please=s'il-vous-plaît yes=oui no=non red=rouge big=grand invoice=facture server=serveur error=erreur today=aujourd'hui",
  spanish:
    "hello=hola world=mundo good=bueno morning=mañana thank=gracias you=usted the=la house=casa cat=gato dog=perro is=es water=agua bread=pan and=y where=dónde station=estación please=por-favor yes=sí no=no red=rojo big=grande invoice=factura server=servidor error=error today=hoy",
} as const;

type Language = keyof typeof lexicon;

const dictionaries = new Map(
  Object.entries(lexicon).map(([language, pairs]) => [
    language,
    new Map(pairs.split(" ").map((pair) => pair.split("=") as [string, string])),
  ]),
);

export function languageIn(text: string): Language | null {
  const lower = text.toLowerCase();
  return (Object.keys(lexicon) as Language[]).find((language) => lower.includes(language)) ?? null;
}

/** Word for word; a capital at the beginning of a word is kept. */
export function translate(text: string, language: Language): string {
  const dictionary = dictionaries.get(language);
  return text.replace(/\p{L}+/gu, (word) => {
    const found = dictionary?.get(word.toLowerCase());
    if (found === undefined) return word;
    return /^\p{Lu}/u.test(word) ? found.charAt(0).toUpperCase() + found.slice(1) : found;
  });
}
