// Joins allauth's script for passkeys to our forms, which stay hidden where a browser has no passkeys.
const form = document.querySelector("form[data-passkey]");

const ids = { credential: "passkey-credential", passwordless: "id_passwordless", data: form?.dataset.options };
const start = {
  "sign-in": () => allauth.webauthn.forms.loginForm({ ids: { ...ids, login: "passkey-button" } }),
  use: () => allauth.webauthn.forms.authenticateForm({ ids: { ...ids, authenticate: "passkey-button" } }),
  add: () => allauth.webauthn.forms.addForm({ ids: { ...ids, add: "passkey-button" } }),
};

if (form && window.PublicKeyCredential) {
  form.hidden = false;
  start[form.dataset.passkey]();
  // Somebody said no, or the device has no such passkey; which of them, browsers do not say.
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.getElementById("passkey-failed").hidden = false;
  });
}
