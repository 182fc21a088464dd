/** Makes the issuer re-authenticate and send `auth_time`. */
export const freshSignIn = "prompt=login&max_age=0";
