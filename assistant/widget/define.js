/** Registers the element: the one file that a site's page loads. The class is in element.js. */
import { GuidepostChat } from "./element.js";

if (!customElements.get("guidepost-chat")) customElements.define("guidepost-chat", GuidepostChat);
