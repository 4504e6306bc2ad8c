/** How far an order is, in the same words on every screen. */
import { useI18n } from "vue-i18n";

export function useStage(): (stage: string) => string {
  const { t, te } = useI18n();
  return (stage) => t(te(`shop.orders.leg.${stage}`) ? `shop.orders.leg.${stage}` : `shop.orders.state.${stage}`);
}
