// Loaded first in the body and not as a module, so that nothing is drawn before GOV.UK's styles know that scripts run.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
