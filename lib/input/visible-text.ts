// Characters that show nothing: those that fonts leave out (zero-width characters, fillers of Hangul), the empty
// pattern of Braille and the empty note.
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800\u{1D159}])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether a text shows at least one letter, number, punctuation mark or symbol. */
export const isVisible = (text: string): boolean => visible.test(text);
