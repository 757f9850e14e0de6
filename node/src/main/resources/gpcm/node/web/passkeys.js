"use strict";

// The one thing that no browser does without a script: asking a device for a passkey. The answer is sent as a field of the form.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    const answer = form.elements.namedItem("answer");
    if (answer.value !== "") {
      return;
    }
    event.preventDefault();
    ask(form).then(
      (key) => {
        answer.value = JSON.stringify(key.toJSON());
        form.submit();
      },
      (trouble) => {
        const told = document.getElementById("passkey-trouble");
        told.textContent = "Your browser or device did not give a passkey: " + trouble.message;
        told.hidden = false;
      },
    );
  });
}

async function ask(form) {
  const options = JSON.parse(form.dataset.options);
  if (form.dataset.passkey === "create") {
    return navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    });
  }
  return navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
  });
}
