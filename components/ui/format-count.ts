/** `1,204` */
export const formatCount = (number: number): string => number.toLocaleString("en-GB");
