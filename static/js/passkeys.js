// Access keys (WebAuthn). A form says what it is for by data-passkey: "login", "use" or "create". Its hidden button
// shows only where the browser knows access keys; the answer of the key travels in the field "credential".
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => {
    const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  };

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const named = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const question = (options) => ({
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.allowCredentials && { allowCredentials: named(options.allowCredentials) }),
    ...(options.excludeCredentials && { excludeCredentials: named(options.excludeCredentials) }),
  });

  const answer = (credential) => {
    const told = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) told[name] = text(credential.response[name]);
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: told,
    };
  };

  const written = () => JSON.parse(document.getElementById("passkey-options").textContent);

  const create = (form) => {
    const options = question(written().creation_options.publicKey);
    const alone = form.elements.passwordless && form.elements.passwordless.checked;
    options.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone && { userVerification: "required" }),
    };
    return navigator.credentials.create({ publicKey: options });
  };

  const asked = async (form) => {
    const response = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error("no question from the server");
    return (await response.json()).request_options.publicKey;
  };

  const use = async (form) => {
    const options = form.dataset.passkey === "login" ? await asked(form) : written().request_options.publicKey;
    return navigator.credentials.get({ publicKey: question(options) });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button[type=button]");
    const failure = form.querySelector(".access-key-error");
    form.querySelector(".access-key-off").hidden = true;
    button.hidden = false;
    button.addEventListener("click", async () => {
      failure.hidden = true;
      button.disabled = true;
      try {
        const credential = await (form.dataset.passkey === "create" ? create(form) : use(form));
        form.elements.credential.value = JSON.stringify(answer(credential));
        form.submit();
      } catch {
        failure.hidden = false;
        button.disabled = false;
      }
    });
    // Enter in a field of the form means the button, which no browser would press by itself.
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      button.click();
    });
  }
})();
