"use client";

import { TextField } from "@/components/forms/field";
import { passwordHint } from "./refusals";

export const NameField = () => (
  <TextField
    name="name"
    label="Name"
    missing="Enter your name."
    autoComplete="name"
    required
    maxLength={100}
  />
);

export const EmailField = ({ hint }: { hint?: string }) => (
  <TextField
    name="email"
    label="Email"
    hint={hint}
    missing="Enter your email address."
    type="email"
    autoComplete="email"
    required
    maxLength={254}
  />
);

export const NewPasswordField = ({ name, label }: { name: string; label: string }) => (
  <TextField
    name={name}
    label={label}
    hint={passwordHint}
    missing="Choose a password."
    type="password"
    autoComplete="new-password"
    required
    minLength={10}
  />
);
