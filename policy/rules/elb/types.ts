/** The provider knows each resource of a load balancer by two names. */
const named = (type: string): string[] => [`aws:lb/${type}`, `aws:alb/${type}`];

export const LOAD_BALANCERS = named("loadBalancer:LoadBalancer");
export const LISTENERS = named("listener:Listener");
export const TARGET_GROUPS = named("targetGroup:TargetGroup");
