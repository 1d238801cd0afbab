// Next runs this before its own start in the browser. React's half of that work is done here, so that it is a
// task of its own: see `front-door/late-scripts.ts`, which puts an end to the task between the two.
import "react-dom/client";
