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

/**
 * @param email for password managers
 * @param label for pages that have several
 */
export const CurrentPasswordField = ({
  email,
  label = "Current password",
}: {
  email: string;
  label?: string;
}) => (
  <>
    <input type="text" autoComplete="username" value={email} readOnly hidden />
    <TextField
      name="currentPassword"
      label={label}
      missing="Enter your current password."
      type="password"
      autoComplete="current-password"
      required
    />
  </>
);

/** The code that an authenticator app shows. */
export const CodeField = () => (
  <TextField
    name="code"
    label="Code"
    hint="The six digits that your authenticator app shows."
    missing="Enter the six digits that your app shows."
    autoComplete="one-time-code"
    inputMode="numeric"
    required
    maxLength={20}
  />
);
