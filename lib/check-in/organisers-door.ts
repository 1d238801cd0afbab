/** The name of the door where organisers check tickets in: not theirs, which would outlast their accounts. */
export const organisersDoor = "Organisers";
